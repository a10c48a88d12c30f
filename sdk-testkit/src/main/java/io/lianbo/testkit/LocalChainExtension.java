package io.lianbo.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link LocalChainTest} does. Uses only what JUnit 5 and 6 have in common. */
final class LocalChainExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(LocalChainExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        begin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // a store removes only what was put into it, so only the class that started the chain finds it here
        LocalChain own = context.getStore(NAMESPACE).remove(LocalChain.class, LocalChain.class);
        if (own != null) {
            own.close();
        } else {
            end(context);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalChain.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return chain(context);
    }

    private static void begin(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Snapshot.class, chain(context).snapshot());
    }

    private static void end(ExtensionContext context) {
        Snapshot snapshot = context.getStore(NAMESPACE).remove(Snapshot.class, Snapshot.class);
        if (snapshot != null) {
            chain(context).reset(snapshot);
        }
    }

    /** The chain of the class or of a class around it; starts it where a constructor asks before {@code beforeAll} was called. */
    private static LocalChain chain(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        LocalChain chain = store.get(LocalChain.class, LocalChain.class);
        if (chain == null) {
            chain = LocalChain.start();
            store.put(LocalChain.class, chain);
        }
        return chain;
    }
}
