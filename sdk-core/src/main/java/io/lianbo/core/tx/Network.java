package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Fees;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** What a lane needs of a chain. Each method asks a node and throws {@link io.lianbo.core.LianboException} when that fails. */
interface Network {
    ChainId id();

    long head();

    /** The number of the last block that is final: no block up to it will be reorganised away. May be negative on a young chain. */
    long finalBlock(Finality finality, long head);

    Optional<Hash32> blockHash(long number);

    /** How many transactions of the account are in blocks. */
    long nonce(Address account);

    /** The same, up to this block. */
    long nonceAt(Address account, long block);

    /** The same, with those that the node knows and that wait for a block. */
    long pendingNonce(Address account);

    BigInteger balance(Address account);

    Fees fees(Fees.Tier tier);

    /** With room. */
    long estimateGas(Address sender, TxIntent intent) throws ContractRevertException;

    /** Why a transaction reverted in a block, as far as that can still be told. */
    Optional<Reason> revertReason(Address sender, TxIntent intent, long block);

    /** Which block holds each of these transactions. */
    List<Optional<TxRecord.Inclusion>> inclusions(List<Hash32> transactions);

    /** Hands transactions to the node; refuses with the node's reason. */
    List<Verdict<Hash32>> broadcast(List<TxRecord.Attempt> attempts);
}
