package io.lianbo.did.net;

import java.io.IOException;

/** Ends an exchange for a reason of ours; becomes the reason of a verdict. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String detail;

    RefusedException(String code, String detail) {
        super(detail);
        this.code = code;
        this.detail = detail;
    }

    String code() {
        return code;
    }

    String detail() {
        return detail;
    }
}
