package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A chain that goes away takes with it only what needs it. */
class ChainDownTest {

    @Test
    void whatNeedsTheChainSaysSoInASentenceAndTheRestGoesOn() {
        try (TestStore store = TestStore.open("lianbo.login.nonce-lifetime=10m")) {
            Signer bo = DemoKeys.viewer("bo");
            Browser mei = store.loggedIn("mei");
            Browser host = store.loggedInHost();
            store.bean(LocalChain.class).close();

            assertThat(mei.get("/").statusCode()).isEqualTo(200);
            assertThat(mei.get("/01/09506000134352/21/CAKE-0001").body()).contains("Passport verified");

            for (HttpResponse<String> page : List.of(mei.get("/me"), host.get("/host"))) {
                assertThat(page.statusCode()).isEqualTo(503);
                assertThat(page.body())
                        .contains("The chain does not answer just now")
                        .doesNotContain("Exception")
                        .doesNotContain("127.0.0.1");
            }
            assertThat(mei.speaking("zh").get("/me").body()).contains("链暂时没有回应");
            mei.speaking("en");
            HttpResponse<String> order = mei.post("/orders", Map.of("item", "CAKE-0001"));
            assertThat(order.statusCode()).isEqualTo(503);
            assertThat(order.body()).contains("RPC_UNREACHABLE", "The chain does not answer just now");

            // an account may be a contract, which the chain would have to be asked
            Browser late = store.browser();
            String message = Browser.json(late.post(
                            "/login/message", Map.of("address", bo.address().toString())))
                    .get("message");
            HttpResponse<String> login =
                    late.post("/login", Map.of("message", message, "signature", Browser.sign(bo, message)));
            assertThat(login.statusCode()).isEqualTo(503);
            assertThat(login.body()).contains("SIGNATURE_UNVERIFIABLE", "The chain does not answer just now");
            store.bean(Till.class).work(); // waits, and does not fail
            assertThat(late.getJson("/actuator/health").statusCode()).isEqualTo(503);
        }
    }
}
