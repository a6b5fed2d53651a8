class Refusal(Exception):
    """The reason somebody may not do something, as a sentence for them that says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)


def refuse_if(sentence: str) -> None:
    """Raises Refusal with the sentence a rule returned; does nothing with an empty one."""
    if sentence:
        raise Refusal(sentence)
