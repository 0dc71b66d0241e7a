module gotk/conformance/signatures-oracle

go 1.24
