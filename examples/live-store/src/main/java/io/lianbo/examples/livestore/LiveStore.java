package io.lianbo.examples.livestore;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/** Opens the store, and says where. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(StoreProperties.class)
class LiveStore {

    public static void main(String[] arguments) {
        SpringApplication.run(LiveStore.class, arguments);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> sayWhere(StoreProperties properties, DevWallet.Switch devWallet) {
        return ready -> {
            System.out.println("The store is open at " + properties.baseUrl() + "/ (Ctrl-C closes it).");
            if (devWallet.isOn()) {
                System.out.println("It has a chain and wallets of its own, worth nothing; nothing of them remains.");
            }
        };
    }
}
