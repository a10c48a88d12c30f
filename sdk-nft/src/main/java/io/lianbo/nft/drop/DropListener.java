package io.lianbo.nft.drop;

/** Hears how a drop gets on; called by the thread that runs it, which waits. */
@FunctionalInterface
public interface DropListener {

    /** Hears that the drop has begun, that transactions were written down, or that one is done. */
    void progressed(DropStatus status);
}
