"""Train, fine-tune and ship a compact bilingual model."""
