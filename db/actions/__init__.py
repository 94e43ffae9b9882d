"""What a cadre does: one function a deed, one transaction, the answer says what it touched."""
