package io.auscult.core.decode;

import io.auscult.core.capture.PacketBlock;

/**
 * Sees every packet on the capture thread, before anything is left out. Must be quick and must not keep what it is given. It is at most four blocks ahead of the
 * block whose end the consumers of events were told.
 */
public interface PacketTap {
    /** The packets of a block as they were captured, before any is decoded; a block without packets comes too. */
    void onBlock(PacketBlock block);

    /** What the decoder read from one of them; of a dropped one the fields may be empty. */
    void onPacket(Packet packet);
}
