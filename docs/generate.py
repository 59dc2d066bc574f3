"""Writes what is stale in the reference: `python -m docs.generate`."""

import os

import django


def main() -> None:
    """Fill the generated parts of the reference anew and name the files that changed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
    django.setup()
    from docs.reference_parts import outputs

    for path, text in outputs().items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(path)  # noqa: T201  (a command line)


if __name__ == "__main__":
    main()
