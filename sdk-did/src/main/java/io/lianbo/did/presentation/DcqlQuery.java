package io.lianbo.did.presentation;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Quote;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a verifier asks for, in the Digital Credentials Query Language (OpenID4VP 1.0 section 6): credentials, their claims, and which
 * combinations will do.
 *
 * <p>A query is bounded, so that a hostile one costs little to answer: 32 credentials, 16 sets whose options combine in at most 4,096 ways, and
 * as JSON 64 Ki characters.
 *
 * {@snippet class="io.lianbo.did.presentation.PresentationTest" region="ask"}
 *
 * @param credentials the credentials asked for, at least one
 * @param credentialSets which of them will do; empty where all are wanted
 */
public record DcqlQuery(List<CredentialQuery> credentials, List<CredentialSet> credentialSets) {
    static final int MAX_LENGTH = 64 * 1024;

    private static final int MOST_CREDENTIALS = 32;
    private static final int MOST_SETS = 16;
    private static final int MOST_COMBINATIONS = 4_096;

    /** Copies the parts and checks that they fit each other. */
    public DcqlQuery {
        credentials = List.copyOf(credentials);
        credentialSets = List.copyOf(credentialSets);
        if (credentials.isEmpty() || credentials.size() > MOST_CREDENTIALS || credentialSets.size() > MOST_SETS) {
            throw new IllegalArgumentException("a query needs 1 to " + MOST_CREDENTIALS + " credentials and at most "
                    + MOST_SETS + " sets: " + credentials.size() + " and " + credentialSets.size());
        }
        Set<String> ids = new LinkedHashSet<>();
        for (CredentialQuery credential : credentials) {
            if (!ids.add(credential.id())) {
                throw new IllegalArgumentException("two credential queries must not have one id: " + credential.id());
            }
        }
        long combinations = 1;
        for (CredentialSet set : credentialSets) {
            for (List<String> option : set.options()) {
                for (String id : option) {
                    if (!ids.contains(id)) {
                        throw new IllegalArgumentException(
                                "a credential set names a credential query that is not there: " + Quote.of(id));
                    }
                }
            }
            combinations *= set.options().size();
            if (combinations > MOST_COMBINATIONS) {
                throw new IllegalArgumentException(
                        "the options of a query's sets must combine in at most " + MOST_COMBINATIONS + " ways");
            }
        }
    }

    /**
     * {@return the query for all of these credentials}
     *
     * @param credentials at least one
     */
    public static DcqlQuery of(CredentialQuery... credentials) {
        return new DcqlQuery(List.of(credentials), List.of());
    }

    /**
     * {@return this query with a further set}; once there is one, credentials that belong to no set are not asked for
     *
     * @param set alternatives among the credentials
     */
    public DcqlQuery with(CredentialSet set) {
        List<CredentialSet> sets = new ArrayList<>(credentialSets);
        sets.add(set);
        return new DcqlQuery(credentials, sets);
    }

    /**
     * {@return the query in this JSON}; members that the standard does not know are ignored, as it demands
     *
     * @param json a {@code dcql_query}
     * @throws io.lianbo.core.json.JsonException where it is no query, or one beyond the bounds; the message says where and why
     */
    public static DcqlQuery parse(String json) {
        return DcqlJson.parse(json);
    }

    /** {@return the JSON of the query; what the standard takes for granted is left out} */
    public String toJson() {
        return StrictJson.write(DcqlJson.write(this));
    }

    /** The query for a credential with this id. */
    Optional<CredentialQuery> credential(String id) {
        return credentials.stream().filter(query -> query.id().equals(id)).findFirst();
    }

    /** {@return the JSON of the query} */
    @Override
    public String toString() {
        return toJson();
    }
}
