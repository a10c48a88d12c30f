package io.lianbo.did.vc;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a presentation says (VCDM 2.0 section 4.13), apart from what secures it.
 *
 * @param contexts its contexts
 * @param holder who presents
 * @param credentials what she shows, each secured
 */
record Presentation(List<String> contexts, Did holder, List<Secured> credentials) {
    private static final String TYPE = "VerifiablePresentation";
    private static final String WHAT = "a presentation";
    private static final String ENVELOPED = "EnvelopedVerifiableCredential";
    private static final String DATA_URL = "data:application/vc+jwt,";
    private static final String CREDENTIALS = "verifiableCredential";
    private static final String HOLDER = "holder";

    static Map<String, @Nullable Object> of(Did holder, List<Map<String, @Nullable Object>> items) {
        Map<String, @Nullable Object> presentation = new LinkedHashMap<>();
        presentation.put(Members.CONTEXT, List.of(VerifiableCredential.CONTEXT));
        presentation.put(Members.TYPE, List.of(TYPE));
        presentation.put(HOLDER, holder.toString());
        presentation.put(CREDENTIALS, items);
        return presentation;
    }

    /** A secured credential as an element of a presentation. */
    static Map<String, @Nullable Object> item(String secured) {
        if (secured.startsWith("{")) {
            return StrictJson.parseObject(secured);
        }
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put(Members.CONTEXT, VerifiableCredential.CONTEXT);
        envelope.put(Members.ID, DATA_URL + secured);
        envelope.put(Members.TYPE, ENVELOPED);
        return envelope;
    }

    static Presentation read(Map<String, @Nullable Object> document) throws MalformedException {
        Members.checkDepth(document, Json.MAX_DEPTH);
        Members members = new Members(WHAT, document);
        List<String> contexts = members.contexts();
        members.typesWith(TYPE);
        URI holder = members.urlOrId(HOLDER);
        if (holder == null) {
            throw new MalformedException(WHAT + " must name its " + HOLDER);
        }
        List<Map<String, @Nullable Object>> items = members.objects(CREDENTIALS);
        if (items.isEmpty() || items.size() > VcVerifier.MAX_CREDENTIALS) {
            throw new MalformedException(
                    WHAT + " must hold 1 to " + VcVerifier.MAX_CREDENTIALS + " credentials: " + items.size());
        }
        List<Secured> credentials = new ArrayList<>();
        for (Map<String, @Nullable Object> item : items) {
            credentials.add(credential(item));
        }
        try {
            return new Presentation(contexts, Did.parse(holder.toString()), credentials);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the " + HOLDER, e);
        }
    }

    private static Secured credential(Map<String, @Nullable Object> item) throws MalformedException {
        if (!new Members("an element of " + CREDENTIALS, item)
                .texts(Members.TYPE)
                .contains(ENVELOPED)) {
            return Secured.embedded(item);
        }
        if (item.get(Members.ID) instanceof String url && url.startsWith(DATA_URL)) {
            return Secured.parse(url.substring(DATA_URL.length()), "an enveloped credential");
        }
        throw new MalformedException("an enveloped credential's id must begin with " + DATA_URL);
    }
}
