"""What does the document say?

The modules of this folder are the way of the data, as `pipeline` tells it. What a step is made of stands in a
package of its own: `pdf`, `plaintext`, `statutory` (tables), `deep` (the forms F19), `prose`; `templates` are data.
"""
