package io.lianbo.did.share;

import java.util.List;

/** One version of a record whose recipients change. */
public final class SharedRecord {
    private final Label label;
    private final Sealed sealed;

    SharedRecord(Label label, Sealed sealed) {
        this.label = label;
        this.sealed = sealed;
    }

    /** {@return which record} */
    public String id() {
        return label.id();
    }

    /** {@return which of its versions, from 1; each has a content key of its own} */
    public long version() {
        return label.version();
    }

    /** {@return the names of those who can open this version, its owner first} */
    public List<String> recipientIds() {
        return sealed.recipientIds();
    }

    /** {@return the encrypted record, to be given to its recipients, who open it with {@link Opener#open(String, String, long)}} */
    public Sealed sealed() {
        return sealed;
    }

    /** {@return the record's name and version; never the content} */
    @Override
    public String toString() {
        return "SharedRecord[" + id() + ", version " + version() + "]";
    }
}
