package io.lianbo.nft.airdrop;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.nft.internal.GasModel;
import java.util.List;

/** One transaction of an airdrop. The same plan has the same chunks with the same keys, whenever and wherever it is made. */
public sealed interface AirdropChunk permits BadgeChunk, VoucherListChunk {

    /** Returns the collection that gives. */
    AccountId collection();

    /** Returns the airdrop's name. */
    String airdrop();

    /** Returns which of its chunks this is, from 0. */
    int index();

    /** Returns a hash that names the chunk and what is in it. */
    Hash32 key();

    /** Returns who gets something, in the order of the call. */
    List<Address> recipients();

    /** Returns how much gas it uses at the most, a few per cent more than it will. */
    long gas();

    /** Returns how many bytes its call data has. */
    int callDataBytes();

    /**
     * Returns the gas to send it with, if it is sent with a limit: more than {@link #gas()}, for a 64th stays behind at each call and
     * creation (EIP-150). What is not used is not paid.
     */
    default long gasLimit() {
        return GasModel.limitFor(gas());
    }

    /**
     * Returns the key under which a {@link io.lianbo.core.tx.TxClient} makes it happen once: {@code airdrop/}, the airdrop's name, the
     * collection and the index. It does not depend on the recipients, so that a list that was changed under an old name is refused by
     * the journal instead of sent beside the old one.
     */
    default String intentKey() {
        return "airdrop/" + airdrop() + "/" + collection().address() + "/" + index();
    }
}
