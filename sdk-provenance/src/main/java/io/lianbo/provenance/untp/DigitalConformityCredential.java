package io.lianbo.provenance.untp;

import java.util.Objects;

/**
 * What somebody who assessed goods, a facility or an organisation found, as a credential of the UN Transparency Protocol 0.7.0.
 *
 * {@snippet class="io.lianbo.provenance.untp.UntpTest" region="conformity"}
 *
 * @param header what it says beside its subject
 * @param attestation the attestation
 */
public record DigitalConformityCredential(CredentialHeader header, Attestation attestation) {

    private static final String TYPE = "DigitalConformityCredential";

    /** Checks that both are there. */
    public DigitalConformityCredential {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(attestation, "attestation");
    }

    /**
     * Reads a credential, secured or not. Whether it is genuine is for a verifier of credentials to say.
     *
     * @throws IllegalArgumentException when it is none of UNTP {@value CredentialHeader#VERSION}; the message names the member
     */
    public static DigitalConformityCredential parse(String json) {
        CredentialHeader.Read<Attestation> read =
                CredentialHeader.read("digital conformity credential", TYPE, json, Attestation::read);
        return new DigitalConformityCredential(read.header(), read.subject());
    }

    /** The credential as JSON, ready to be secured. */
    public String toJson() {
        return header.write(TYPE, attestation.toMap());
    }
}
