"""Selection: the most informative sentences of an article, each made to stand by itself.

`select` ranks them, by the `words` that carry no topic or lean on what came before; `asides` says
what is no news, `quotes` which quotation a sentence cuts off, and `standalone` tidies the chosen.
"""
