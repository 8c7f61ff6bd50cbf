"""The read log: who looked at whom, exported or changed; only added to, and members see who looked at them."""
