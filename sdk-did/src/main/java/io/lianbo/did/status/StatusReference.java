package io.lianbo.did.status;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a credential's status is kept, as its issuer signed it: a place in a registry contract, or in a list that the issuer publishes.
 *
 * <p>An issuer gives each place to one credential, ever.
 */
public sealed interface StatusReference {
    /** The greatest index that every JSON reader keeps exact. */
    long MAX_INDEX = (1L << 53) - 1;

    /** {@return which of the places there: 0 to {@value #MAX_INDEX}} */
    long index();

    /**
     * One bit of one issuer in a {@link CredentialStatusRegistry}.
     *
     * @param registry the contract, on its chain
     * @param issuer the account that may revoke
     * @param index which of the issuer's credentials
     */
    record OnChain(AccountId registry, Address issuer, long index) implements StatusReference {
        /** Checks the index. */
        public OnChain {
            requireIndex(index);
        }
    }

    /**
     * A place in a Token Status List (draft-ietf-oauth-status-list section 6.2), the claim {@code status.status_list}.
     *
     * @param uri the list's, absolute
     * @param index the claim {@code idx}
     */
    record TokenListEntry(URI uri, long index) implements StatusReference {
        /** Checks that the URI is absolute, and the index. */
        public TokenListEntry {
            requireAbsolute(uri);
            requireIndex(index);
        }
    }

    /**
     * A place in a Bitstring Status List (W3C Bitstring Status List 1.0 section 2.1), an entry of {@code credentialStatus}.
     *
     * @param listCredential the URL of the list's credential, absolute
     * @param index the {@code statusListIndex}
     * @param purpose what a status other than 0 means: {@link #REVOCATION}, {@link #SUSPENSION}, {@link #MESSAGE} or a word of the
     *     issuer's
     * @param size how many bits the status has: 1, 2, 4 or 8
     * @param messages what each status means, that of status i at i: one for each or, where the size is 1, none
     */
    record BitstringEntry(URI listCredential, long index, String purpose, int size, List<String> messages)
            implements StatusReference {
        /** The purpose of a list whose bits revoke, for good. */
        public static final String REVOCATION = "revocation";

        /** The purpose of a list whose bits suspend, for a while. */
        public static final String SUSPENSION = "suspension";

        /** The purpose of a list whose statuses have messages. */
        public static final String MESSAGE = "message";

        private static final String TYPE = "BitstringStatusListEntry";
        private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,15}");

        /** Checks all parts. */
        public BitstringEntry {
            requireAbsolute(listCredential);
            requireIndex(index);
            messages = List.copyOf(messages);
            if (purpose.isBlank()) {
                throw new IllegalArgumentException("a status purpose must not be blank");
            }
            if (size != 1 && size != 2 && size != 4 && size != 8) {
                throw new IllegalArgumentException("status size must be 1, 2, 4 or 8 bits: " + size);
            }
            if (messages.size() != 1 << size && !(messages.isEmpty() && size == 1)) {
                throw new IllegalArgumentException(
                        "a status of " + size + " bits needs " + (1 << size) + " messages: " + messages.size());
            }
        }

        /**
         * {@return the entry in this element of {@code credentialStatus}}
         *
         * @param credentialStatus its members, as {@link io.lianbo.core.json.StrictJson} reads them; others than the standard's are passed
         *     over
         * @throws IllegalArgumentException where the element is of another type, or a member is missing or not allowed
         */
        public static BitstringEntry of(Map<String, ? extends @Nullable Object> credentialStatus) {
            if (!TYPE.equals(credentialStatus.get("type"))) {
                throw new IllegalArgumentException("the type of a status entry must be " + TYPE);
            }
            String index = text(credentialStatus, "statusListIndex");
            if (!INDEX.matcher(index).matches()) {
                throw new IllegalArgumentException(
                        "statusListIndex must be a number from 0 to " + MAX_INDEX + ", as text: " + Quote.of(index));
            }
            int size = 1;
            if (credentialStatus.containsKey("statusSize")) {
                if (!(credentialStatus.get("statusSize") instanceof Long bits) || bits < 1 || bits > 8) {
                    throw new IllegalArgumentException("statusSize must be 1, 2, 4 or 8");
                }
                size = bits.intValue();
            }
            return new BitstringEntry(
                    URI.create(text(credentialStatus, "statusListCredential")),
                    Long.parseLong(index),
                    text(credentialStatus, "statusPurpose"),
                    size,
                    credentialStatus.containsKey("statusMessage")
                            ? messages(credentialStatus.get("statusMessage"), size)
                            : List.of());
        }

        /** {@return this entry as an element of {@code credentialStatus}, its members JSON values} */
        public Map<String, Object> toMap() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("id", listCredential + "#" + index);
            members.put("type", TYPE);
            members.put("statusPurpose", purpose);
            members.put("statusListIndex", Long.toString(index));
            members.put("statusListCredential", listCredential.toString());
            if (size > 1) {
                members.put("statusSize", (long) size);
            }
            if (!messages.isEmpty()) {
                List<Map<String, Object>> named = new ArrayList<>();
                for (String message : messages) {
                    Map<String, Object> status = new LinkedHashMap<>();
                    status.put("status", name(named.size()));
                    status.put("message", message);
                    named.add(status);
                }
                members.put("statusMessage", named);
            }
            return Collections.unmodifiableMap(members);
        }

        private static List<String> messages(@Nullable Object statusMessage, int size) {
            if (!(statusMessage instanceof List<?> list) || list.size() != 1 << size) {
                throw new IllegalArgumentException("statusMessage must be an array of " + (1 << size));
            }
            Map<Object, String> byStatus = new LinkedHashMap<>();
            for (Object element : list) {
                if (!(element instanceof Map<?, ?> members)
                        || !(members.get("status") instanceof String status)
                        || !(members.get("message") instanceof String message)) {
                    throw new IllegalArgumentException("an element of statusMessage must hold status and message");
                }
                byStatus.put(status, message);
            }
            List<String> messages = new ArrayList<>();
            for (int status = 0; status < list.size(); status++) {
                String message = byStatus.get(name(status));
                if (message == null) {
                    throw new IllegalArgumentException("statusMessage must have the status " + name(status));
                }
                messages.add(message);
            }
            return messages;
        }

        private static String name(int status) {
            return "0x" + Integer.toHexString(status);
        }

        private static String text(Map<String, ? extends @Nullable Object> members, String name) {
            if (members.get(name) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException(name + " must be text");
        }
    }

    private static void requireIndex(long index) {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("status index must be 0 to " + MAX_INDEX + ": " + index);
        }
    }

    private static void requireAbsolute(URI uri) {
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("a status list's URI must be absolute: " + Quote.of(uri.toString()));
        }
    }
}
