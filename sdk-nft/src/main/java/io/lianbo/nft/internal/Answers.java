package io.lianbo.nft.internal;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.AbiValues;

/** What a contract answered to many questions at once. */
public final class Answers {
    private Answers() {}

    /**
     * {@return what a view function answered that does not revert}
     *
     * @param answer of {@link io.lianbo.core.chain.Chain#readAll}
     * @throws LianboException {@code CALL_REVERTED} if it did all the same
     */
    public static AbiValues required(Verdict<AbiValues> answer) {
        return answer.value()
                .orElseThrow(() -> new LianboException(
                        LianboException.Code.CALL_REVERTED,
                        answer.reasons().getFirst().detail(),
                        true));
    }
}
