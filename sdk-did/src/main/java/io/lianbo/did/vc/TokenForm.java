package io.lianbo.did.vc;

/** How a document looks as a token (VC-JOSE-COSE sections 3.1.1 and 3.1.2). */
enum TokenForm {
    CREDENTIAL("vc+jwt", "vc"),
    PRESENTATION("vp+jwt", "vp");

    private final String type;
    private final String contentType;

    TokenForm(String type, String contentType) {
        this.type = type;
        this.contentType = contentType;
    }

    /** The {@code typ}. */
    String type() {
        return type;
    }

    /** The {@code cty}. */
    String contentType() {
        return contentType;
    }
}
