"""The site: notebooks and tables in, a folder of static pages out."""
