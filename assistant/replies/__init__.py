"""A result -> words and wire: the replies' contract, and answers for citizen, hotline and adviser in three scripts.

`wire.Wire(catalogue)` turns assessments into the objects of `contract`; `render.Renderer(catalogue)` into Markdown.
Whatever they say of a policy comes from the assessment and from the document it cites; whatever they say of their
own stands in `wording.yaml` and `templates/`.
"""
