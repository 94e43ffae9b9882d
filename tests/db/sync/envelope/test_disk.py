"""The real stick: what is flushed can be read back, what is removed may be missing already."""

from pathlib import Path

from db.sync.envelope.disk import Disk


def test_a_file_goes_through_all_its_calls(tmp_path: Path) -> None:
    disk, part, target = Disk(), tmp_path / "a.part", tmp_path / "a"
    with disk.create(part) as file:
        file.write(b"abc")
        disk.flush(file)
    disk.rename(part, target)
    disk.flush_folder(tmp_path)
    with disk.open(target) as file:
        disk.forget(file)
        assert file.read() == b"abc"
    assert disk.size(target) == 3
    assert disk.free(tmp_path) > 0
    disk.remove(target)
    disk.remove(target)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_opened_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    Disk().flush_folder(file)
