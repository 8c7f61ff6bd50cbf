"""The second factor: passkeys, codes from an app and recovery codes, for those who see the register."""
