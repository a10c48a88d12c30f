package io.lianbo.core.follow;

import io.lianbo.core.chain.Log;
import io.lianbo.core.follow.CheckpointStore.Change;
import io.lianbo.core.follow.CheckpointStore.Mark;
import io.lianbo.core.follow.CheckpointStore.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a change leads. */
final class States {
    private States() {}

    static State after(Optional<State> before, Change change) {
        Checkpoint checkpoint = change.checkpoint();
        List<Mark> blocks = new ArrayList<>();
        List<Log> logs = new ArrayList<>();
        before.ifPresent(state -> {
            state.blocks().stream()
                    .filter(block -> block.number() <= checkpoint.blockNumber())
                    .filter(block -> change.blocks().stream().noneMatch(added -> added.number() == block.number()))
                    .forEach(blocks::add);
            state.logs().stream()
                    .filter(log -> checkpoint.covers(log.blockNumber(), log.index()))
                    .forEach(logs::add);
        });
        blocks.addAll(change.blocks());
        logs.addAll(change.logs());
        blocks.removeIf(block -> block.number() < change.forgetBelow());
        logs.removeIf(log -> log.blockNumber() < change.forgetBelow());
        return new State(change.version() + 1, checkpoint, blocks, logs);
    }
}
