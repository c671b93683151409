package io.auscult.core.capture;

import java.io.IOException;

/** A capture file that lies in memory, for tests of other packages. */
public final class MemoryCapture {
    private MemoryCapture() {}

    /** @throws IOException when the bytes are no capture file */
    public static PacketSource open(byte[] bytes) throws IOException {
        return CaptureFiles.recognise("memory", "memory", new MemoryInput(bytes, Integer.MAX_VALUE));
    }
}
