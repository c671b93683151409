package io.auscult.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.dicom.DicomParser;
import io.auscult.core.protocol.dns.DnsParser;
import io.auscult.core.protocol.ftp.FtpParser;
import io.auscult.core.protocol.hl7.Hl7Parser;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.krb.KrbParser;
import io.auscult.core.protocol.ldap.LdapParser;
import io.auscult.core.protocol.mysql.MysqlParser;
import io.auscult.core.protocol.postgresql.PostgresqlParser;
import io.auscult.core.protocol.rdp.RdpParser;
import io.auscult.core.protocol.smb.SmbParser;
import io.auscult.core.protocol.smtp.SmtpParser;
import io.auscult.core.protocol.ssh.SshParser;
import io.auscult.core.protocol.ssl.DtlsParser;
import io.auscult.core.protocol.ssl.SslParser;
import io.auscult.core.protocol.tds.TdsParser;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After warm-up a parser allocates nothing for a connection, its events included. Certificates are the one exception. */
class ParserAllocationTest {
    private static final int ROUNDS = 20_000;

    private record Piece(Direction direction, byte[] bytes) {}

    private final ConnectionId connection = new ConnectionId();
    private final StreamView view = new StreamView();
    private final EventBlock block = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());

    @Test
    void shouldReadDcerpcWithoutGarbage() throws IOException {
        requireNoGarbage(
                DcerpcParser.PROTOCOL,
                135,
                false,
                piece(Direction.ORIG, "dcerpc", "DcerpcFuzzTestInputs/streams/service"),
                piece(Direction.RESP, "dcerpc", "DcerpcFuzzTestInputs/streams/answers"));
    }

    @Test
    void shouldReadDicomWithoutGarbage() throws IOException {
        requireNoGarbage(
                DicomParser.PROTOCOL,
                11112,
                false,
                piece(Direction.ORIG, "dicom", "DicomFuzzTestInputs/streams/echo-orig"),
                piece(Direction.RESP, "dicom", "DicomFuzzTestInputs/streams/echo-resp"));
    }

    @Test
    void shouldReadDnsWithoutGarbage() throws IOException {
        requireNoGarbage(
                DnsParser.PROTOCOL,
                53,
                true,
                piece(Direction.ORIG, "dns", "DnsFuzzTestInputs/datagrams/query"),
                piece(Direction.RESP, "dns", "DnsFuzzTestInputs/datagrams/reply"));
    }

    @Test
    void shouldReadHl7WithoutGarbage() throws IOException {
        requireNoGarbage(
                Hl7Parser.PROTOCOL,
                2575,
                false,
                piece(Direction.ORIG, "hl7", "Hl7FuzzTestInputs/streams/error-orig"),
                piece(Direction.RESP, "hl7", "Hl7FuzzTestInputs/streams/error-resp"));
    }

    @Test
    void shouldReadHttpWithoutGarbage() {
        requireNoGarbage(
                HttpParser.PROTOCOL,
                80,
                false,
                text(
                        Direction.ORIG,
                        "POST /a%20b HTTP/1.1\r\n"
                                + "Host: example.org\r\n"
                                + "User-Agent: x\r\n"
                                + "Via: 1.1 y\r\n"
                                + "Content-Length: 5\r\n\r\n"
                                + "hello"),
                text(Direction.RESP, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
    }

    @Test
    void shouldReadFtpWithoutGarbage() {
        requireNoGarbage(
                FtpParser.PROTOCOL,
                21,
                false,
                text(Direction.RESP, "220 ready\r\n"),
                text(Direction.ORIG, "USER ann\r\nPASS x\r\nPASV\r\nRETR a/b\r\n"),
                text(Direction.RESP, "331 go\r\n530 no\r\n227 (10,0,0,2,82,9)\r\n226 done\r\n"));
    }

    @Test
    void shouldReadLoginsByHttpWithoutGarbage() {
        requireNoGarbage(
                HttpParser.PROTOCOL,
                80,
                false,
                text(Direction.ORIG, "GET / HTTP/1.1\r\nAuthorization: Basic YW5uOng=\r\n\r\n"),
                text(Direction.RESP, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"),
                text(
                        Direction.ORIG,
                        "GET / HTTP/1.1\r\nAuthorization: NTLM TlRMTVNTUAABAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n"),
                text(Direction.RESP, "HTTP/1.1 302 Go\r\nContent-Length: 0\r\n\r\n"),
                text(
                        Direction.ORIG,
                        "POST /login HTTP/1.1\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\n"
                                + "Content-Length: 14\r\n\r\n"
                                + "user=ann&pwd=x"),
                text(Direction.RESP, "HTTP/1.1 302 Go\r\nLocation: /home\r\nContent-Length: 0\r\n\r\n"));
    }

    @Test
    void shouldReadKerberosWithoutGarbage() throws IOException {
        requireNoGarbage(
                KrbParser.TCP,
                88,
                false,
                piece(Direction.ORIG, "krb", "KrbFuzzTestInputs/streams/as-request"),
                piece(Direction.RESP, "krb", "KrbFuzzTestInputs/streams/error"),
                piece(Direction.ORIG, "krb", "KrbFuzzTestInputs/streams/tgs-for-user"),
                piece(Direction.RESP, "krb", "KrbFuzzTestInputs/streams/tgs-reply"));
    }

    @Test
    void shouldReadLdapWithoutGarbage() throws IOException {
        requireNoGarbage(
                LdapParser.PROTOCOL,
                389,
                false,
                piece(Direction.ORIG, "ldap", "LdapFuzzTestInputs/streams/client"),
                piece(Direction.RESP, "ldap", "LdapFuzzTestInputs/streams/server"));
    }

    @Test
    void shouldReadSmbWithoutGarbage() throws IOException {
        requireNoGarbage(
                SmbParser.PROTOCOL,
                445,
                false,
                piece(Direction.ORIG, "smb", "SmbFuzzTestInputs/streams/files-orig"),
                piece(Direction.RESP, "smb", "SmbFuzzTestInputs/streams/files-resp"));
    }

    @Test
    void shouldReadSmtpWithoutGarbage() {
        requireNoGarbage(
                SmtpParser.PROTOCOL,
                25,
                false,
                text(Direction.RESP, "220 mx ESMTP\r\n"),
                text(Direction.ORIG, "EHLO x\r\nAUTH PLAIN AGEAYg==\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"),
                text(Direction.RESP, "250 ok\r\n535 no\r\n250 ok\r\n250 ok\r\n354 go\r\n"),
                text(Direction.ORIG, "Subject: s\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n.\r\n"),
                text(Direction.RESP, "250 queued\r\n"));
    }

    @Test
    void shouldReadMysqlWithoutGarbage() throws IOException {
        requireNoGarbage(
                MysqlParser.PROTOCOL,
                3306,
                false,
                piece(Direction.RESP, "mysql", "MysqlFuzzTestInputs/streams/server"),
                piece(Direction.ORIG, "mysql", "MysqlFuzzTestInputs/streams/client"));
    }

    @Test
    void shouldReadPostgresqlWithoutGarbage() throws IOException {
        requireNoGarbage(
                PostgresqlParser.PROTOCOL,
                5432,
                false,
                piece(Direction.ORIG, "postgresql", "PostgresqlFuzzTestInputs/streams/client"),
                piece(Direction.RESP, "postgresql", "PostgresqlFuzzTestInputs/streams/server"));
    }

    @Test
    void shouldReadRdpWithoutGarbage() throws IOException {
        requireNoGarbage(
                RdpParser.PROTOCOL,
                3389,
                false,
                piece(Direction.ORIG, "rdp", "RdpFuzzTestInputs/streams/client"),
                piece(Direction.RESP, "rdp", "RdpFuzzTestInputs/streams/server"));
    }

    @Test
    void shouldReadTdsWithoutGarbage() throws IOException {
        requireNoGarbage(
                TdsParser.PROTOCOL,
                1433,
                false,
                piece(Direction.ORIG, "tds", "TdsFuzzTestInputs/streams/client"),
                piece(Direction.RESP, "tds", "TdsFuzzTestInputs/streams/server"));
    }

    @Test
    void shouldReadSshWithoutGarbage() throws IOException {
        requireNoGarbage(
                SshParser.PROTOCOL,
                22,
                false,
                piece(Direction.ORIG, "ssh", "SshFuzzTestInputs/streams/client"),
                piece(Direction.RESP, "ssh", "SshFuzzTestInputs/streams/server"));
    }

    @Test
    void shouldReadTlsWithoutGarbage() throws IOException {
        requireNoGarbage(
                SslParser.PROTOCOL,
                443,
                false,
                piece(Direction.ORIG, "ssl", "SslFuzzTestInputs/streams/client"),
                piece(Direction.RESP, "ssl", "SslFuzzTestInputs/streams/server13"));
    }

    @Test
    void shouldReadDtlsWithoutGarbage() throws IOException {
        requireNoGarbage(
                DtlsParser.PROTOCOL,
                4433,
                true,
                piece(Direction.ORIG, "ssl", "DtlsFuzzTestInputs/datagrams/client"),
                piece(Direction.RESP, "ssl", "DtlsFuzzTestInputs/datagrams/server"));
    }

    private static Piece text(Direction direction, String latin1) {
        return new Piece(direction, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A seed of the fuzz tests, without its control byte. */
    private static Piece piece(Direction direction, String folder, String file) throws IOException {
        try (InputStream in = ParserAllocationTest.class.getResourceAsStream(folder + "/" + file)) {
            byte[] all = in.readAllBytes();
            return new Piece(direction, Arrays.copyOfRange(all, 1, all.length));
        }
    }

    private void requireNoGarbage(Protocol protocol, int port, boolean datagrams, Piece... pieces) {
        connection.respPort = port;
        connection.proto = datagrams ? 17 : 6;
        ProtocolParser parser = protocol.parser().get();
        List<Piece> conversation = List.of(pieces);
        long events = 0;
        for (int i = 0; i < ROUNDS; i++) {
            events += converse(protocol, parser, conversation, datagrams);
        }
        assertThat(events).as("events of a conversation").isGreaterThanOrEqualTo(ROUNDS);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) { // the just-in-time compiler may still be at work
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                converse(protocol, parser, conversation, datagrams);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes allocated in " + ROUNDS + " conversations").isLessThan(ROUNDS);
    }

    private int converse(Protocol protocol, ProtocolParser parser, List<Piece> conversation, boolean datagrams) {
        block.begin(1);
        out.into(block);
        out.connection(connection);
        out.at(1_000_000_000L, 1);
        for (int i = 0; i < conversation.size(); i++) {
            Piece piece = conversation.get(i);
            view.wrap(piece.bytes, 0, piece.bytes.length, piece.direction, datagrams, connection);
            if (i == 0) {
                protocol.probe().probe(view);
            }
            if (parser.onData(view, out) == ProtocolParser.DONE) {
                break;
            }
        }
        parser.onEnd(out);
        parser.reset();
        return block.count();
    }
}
