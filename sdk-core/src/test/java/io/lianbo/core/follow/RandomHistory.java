package io.lianbo.core.follow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.stream.LongStream;

/** A chain that grows and is reorganised by chance. */
final class RandomHistory {
    private final Random random;
    private final TokenChain tokens;
    private final int deepest;
    private final Deque<Save> saves = new ArrayDeque<>();
    private long nextAmount = 1;
    private long highest;

    private record Save(Object snapshot, long block) {}

    /** @param deepest how far below the highest block ever a reorganisation may reach */
    RandomHistory(Random random, TokenChain tokens, int deepest) {
        this.random = random;
        this.tokens = tokens;
        this.deepest = deepest;
    }

    void step() {
        long head = tokens.local().blockNumber();
        highest = Math.max(highest, head);
        saves.removeIf(save -> save.block() < highest - deepest);
        switch (random.nextInt(6)) {
            case 0 -> tokens.local().mine(1 + random.nextInt(3));
            case 1 -> reorganise();
            default -> {
                saves.push(new Save(tokens.local().rpc("evm_snapshot"), head));
                int events = random.nextInt(4);
                tokens.block(LongStream.range(nextAmount, nextAmount + events).toArray());
                nextAmount += random.nextBoolean() ? events : 0; // sometimes the same transactions come again
            }
        }
    }

    /** Goes back, and on with other blocks. */
    private void reorganise() {
        if (saves.isEmpty()) {
            return;
        }
        int back = random.nextInt(Math.min(6, saves.size()));
        for (int i = 0; i < back; i++) {
            saves.pop();
        }
        tokens.local().rpc("evm_revert", saves.pop().snapshot());
        if (random.nextBoolean()) {
            tokens.block(nextAmount++);
        }
    }

    void growBeyondAllSeen(int confirmations) {
        long head = tokens.local().blockNumber();
        highest = Math.max(highest, head);
        tokens.block(nextAmount++);
        tokens.local().mine(highest - head + 1 + confirmations);
    }
}
