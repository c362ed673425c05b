"""Who notices silence: what is measured, what is wrong, who is told, and when this process ends itself."""
