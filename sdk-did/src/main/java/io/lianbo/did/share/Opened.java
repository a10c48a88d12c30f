package io.lianbo.did.share;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What was in a record, unchanged since it was sealed by somebody who knew its content key: its sealer, or one of its recipients. */
public final class Opened {
    private final byte[] content;
    private final Sealed sealed;

    Opened(byte[] content, Sealed sealed) {
        this.content = content;
        this.sealed = sealed;
    }

    /** {@return the content} */
    public byte[] content() {
        return content.clone();
    }

    /** {@return the names of those who can open the record, in its order} */
    public List<String> recipientIds() {
        return sealed.recipientIds();
    }

    /**
     * {@return whether the recipients are proved to be those for whom the record was sealed}; always so for records of {@link Sealer}, while other
     * libraries leave the list open to change
     */
    public boolean isBoundToRecipients() {
        return sealed.isBound();
    }

    /** {@return which record of {@link SharedRecords} this is a version of, where it is one} */
    public Optional<String> recordId() {
        return sealed.label().map(Label::id);
    }

    /** {@return which version of that record it is, from 1} */
    public OptionalLong version() {
        return sealed.label().stream().mapToLong(Label::version).findFirst();
    }

    /** {@return how many can open it; never the content} */
    @Override
    public String toString() {
        return "Opened[" + sealed.recipientIds().size() + " recipients]";
    }
}
