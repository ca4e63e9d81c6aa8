"""Training and measuring the name tagger: ``python -m extractor.training.ner prepare|label|train|evaluate``."""
