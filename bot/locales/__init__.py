"""The shelf of languages: one folder each, named by its code, with Fluent texts (*.ftl) inside."""
