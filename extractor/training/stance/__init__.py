"""How the stance model is made: vocabulary, pretraining, labelled data, fine-tuning, export and evaluation.

``python -m extractor.training.stance --help`` lists the steps in their order. They need the ``train`` extra and the
folder of data that the model card names; at run time nothing here is imported.
"""
