package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.Interfaces.Interface;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which interface is usual at which pipe, for calls whose bind was not seen. Stateless. */
final class RpcPipes {
    private RpcPipes() {}

    /** The interface usual at the pipe, whose name may be the path {@code \PIPE\name}; or null. Makes a text: once an association. */
    static @Nullable Interface usual(TextSlot pipe) {
        String name = new String(pipe.bytes(), 0, pipe.length(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return Interfaces.ALL.ofPipe(name.substring(name.lastIndexOf('\\') + 1));
    }
}
