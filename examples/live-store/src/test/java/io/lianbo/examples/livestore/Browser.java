package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hex;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.json.StrictJson;
import io.lianbo.core.typeddata.TypedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Does what a browser with a wallet does: keeps cookies, reads the token out of a page and sends it along. */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\"");

    private final URI store;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http;
    private String language = "en";

    Browser(URI store) {
        this.store = store;
        this.http = HttpClient.newBuilder().cookieHandler(cookies).build();
    }

    Browser speaking(String language) {
        this.language = language;
        return this;
    }

    CookieManager cookies() {
        return cookies;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).header("Accept", "text/html").GET());
    }

    HttpResponse<String> getJson(String path) {
        return send(request(path).header("Accept", "application/json").GET());
    }

    /** Sends a form with the token of a page that was just loaded. */
    HttpResponse<String> post(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", token());
        return postWithoutToken(path, all);
    }

    HttpResponse<String> postWithoutToken(String path, Map<String, String> fields) {
        return send(request(path)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    String token() {
        Matcher token = TOKEN.matcher(get("/login-token-is-on-every-page").body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    void login(Signer wallet) {
        String message = json(post(
                        "/login/message", Map.of("address", wallet.address().toString())))
                .get("message");
        HttpResponse<String> answer = post("/login", Map.of("message", message, "signature", sign(wallet, message)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Signs what the merchant asks for. */
    void grant(Signer wallet) {
        String message = json(post("/consents/message", Map.of())).get("message");
        json(post("/consents", Map.of("message", message, "signature", sign(wallet, message))));
    }

    /** Orders an item and signs what the store asks for; the answer to the signatures. */
    HttpResponse<String> buy(Signer wallet, String serial) {
        return sign(wallet, wallet, json(post("/orders", Map.of("item", serial))));
    }

    HttpResponse<String> sign(Signer orderSigner, Signer permitSigner, Map<String, String> offer) {
        String permit = offer.getOrDefault("permit", "");
        return post(
                "/orders/" + offer.get("id") + "/signature",
                Map.of(
                        "signature", signTyped(orderSigner, offer.getOrDefault("order", "")),
                        "permitTerms", offer.getOrDefault("permitTerms", ""),
                        "permitSignature", permit.isEmpty() ? "" : signTyped(permitSigner, permit)));
    }

    static String sign(Signer wallet, String message) {
        return wallet.signMessage(message).toString();
    }

    private static String signTyped(Signer wallet, String json) {
        return Hex.encode(TypedData.parse(json).sign(wallet).bytes());
    }

    static Map<String, String> json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return StrictJson.parseObject(answer.body()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(store + path)).header("Accept-Language", language);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
