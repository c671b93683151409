package io.auscult.core.protocol;

import io.auscult.core.protocol.dns.DnsParser;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.ssh.SshParser;
import java.util.List;

/** All protocols that are read: the one list. */
public final class Protocols {
    public static final List<Protocol> ALL = List.of( //
            DnsParser.PROTOCOL, //
            HttpParser.PROTOCOL, //
            SshParser.PROTOCOL);

    private Protocols() {}
}
