package io.lianbo.nft.relay;

class InMemoryRelayLogTest extends RelayLogConformance {
    @Override
    RelayLog open() {
        return RelayLog.inMemory();
    }
}
