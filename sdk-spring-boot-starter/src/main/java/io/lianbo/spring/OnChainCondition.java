package io.lianbo.spring;

import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether a chain is configured, by its URL or by its id: one without the other is then found to be missing. */
final class OnChainCondition extends SpringBootCondition {
    private static final String PREFIX = "lianbo.chain";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, Object> chain = Binder.get(context.getEnvironment())
                .bind(PREFIX, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        boolean configured = chain.keySet().stream().anyMatch(key -> key.startsWith("rpc") || key.startsWith("chain"));
        ConditionMessage.Builder message = ConditionMessage.forCondition("Lianbo chain");
        return configured
                ? ConditionOutcome.match(message.foundExactly(PREFIX))
                : ConditionOutcome.noMatch(message.didNotFind("property").items(PREFIX + ".rpc-url"));
    }
}
