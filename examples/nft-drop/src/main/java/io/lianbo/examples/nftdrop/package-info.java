/** The program {@code drop}, which runs a drop of {@code sdk-nft} from a terminal. Start at {@link DropProgram}; {@link SendingCommand} is what it is for. */
@NullMarked
package io.lianbo.examples.nftdrop;

import org.jspecify.annotations.NullMarked;
