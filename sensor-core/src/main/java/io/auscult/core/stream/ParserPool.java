package io.auscult.core.stream;

import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import java.util.ArrayList;
import java.util.List;

/** Parsers of one lane, reused. As many exist as flows were parsed at the same time. */
final class ParserPool {
    private final List<Protocol> protocols;
    private final List<List<ProtocolParser>> free = new ArrayList<>();

    ParserPool(List<Protocol> protocols) {
        this.protocols = protocols;
        for (int i = 0; i < protocols.size(); i++) {
            free.add(new ArrayList<>());
        }
    }

    ProtocolParser take(int protocol) {
        List<ProtocolParser> stack = free.get(protocol);
        return stack.isEmpty() ? protocols.get(protocol).parser().get() : stack.removeLast();
    }

    void give(int protocol, ProtocolParser parser) {
        parser.reset();
        free.get(protocol).add(parser);
    }
}
