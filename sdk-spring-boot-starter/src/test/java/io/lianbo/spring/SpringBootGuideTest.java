package io.lianbo.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxState;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import io.lianbo.did.login.OpenedSession;
import io.lianbo.did.login.Sessions;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.sqlite.SQLiteDataSource;

/** The snippets of docs/guide/spring-boot.md. */
@LocalChainTest
class SpringBootGuideTest {
    private static final Address WINNER = Address.of("0x00000000000000000000000000000000000000BB");

    private final LocalChain local;

    @TempDir
    static Path folder;

    SpringBootGuideTest(LocalChain local) {
        this.local = local;
    }

    static class LoginService {
        private final LoginVerifier logins;
        private final Sessions sessions;

        LoginService(LoginVerifier logins, Sessions sessions) {
            this.logins = logins;
            this.sessions = sessions;
        }

        String open(String message, String signature) {
            Login login = logins.verify(message, signature).value().orElseThrow();
            OpenedSession opened = sessions.open(login).value().orElseThrow();
            return opened.token(); // into a cookie: Secure, HttpOnly, SameSite
        }
    }

    static class Raffle {
        private final TxClient transactions;

        Raffle(TxClient transactions) {
            this.transactions = transactions;
        }

        TxState pay(String number, Address winner, BigInteger wei) {
            TxIntent prize = TxIntent.transfer("raffle/" + number, winner, wei);
            return transactions.execute(prize, Duration.ofMinutes(1)).state();
        }
    }

    static class Shop {
        private final ObjectProvider<Chain> chain;

        Shop(ObjectProvider<Chain> chain) {
            this.chain = chain; // connects when it is first used, and again until that works
        }

        BigInteger balanceOf(Address account) {
            return chain.getObject().balance(account);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDatabases {
        // @start region="data-source"
        @Bean(defaultCandidate = false)
        @LianboDataSource
        DataSource journal() {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl("jdbc:sqlite:" + folder.resolve("lianbo.db"));
            return source;
        }
        // @end region="data-source"
    }

    @Test
    void servicesAreGivenWhatTheyAskFor() {
        Service.onChain(Service.withDatabase(folder), local)
                .withPropertyValues("lianbo.login.domain=live.example", "lianbo.login.uri=https://live.example/login")
                .withBean(Signer.class, () -> LocalSigner.fromPrivateKey(Service.KEY))
                .withBean(LoginService.class)
                .withBean(Raffle.class)
                .withBean(Shop.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Raffle.class).pay("7", WINNER, BigInteger.TWO))
                            .isEqualTo(TxState.SUCCEEDED);
                    assertThat(context.getBean(Shop.class).balanceOf(WINNER)).isEqualTo(BigInteger.TWO);

                    Signer viewer = context.getBean(Signer.class);
                    LoginMessage message = LoginMessage.builder()
                            .domain("live.example")
                            .account(new AccountId(new ChainId(local.chainId()), viewer.address()))
                            .uri(URI.create("https://live.example/login"))
                            .nonce(context.getBean(NonceStore.class).issue())
                            .issuedAt(Instant.now())
                            .build();
                    String token = context.getBean(LoginService.class)
                            .open(
                                    message.toString(),
                                    viewer.signMessage(message.toString()).toString());
                    Verdict<?> session = context.getBean(Sessions.class).check(token);
                    assertThat(session.isVerified()).isTrue();
                });
    }

    @Test
    void storesLieInTheMarkedDatabaseWhereThereAreTwo() {
        Service.withDatabase(folder)
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withUserConfiguration(TwoDatabases.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(NonceStore.class).issue();
                    assertThat(folder.resolve("lianbo.db")).isNotEmptyFile();
                });
    }
}
