package io.auscult.core.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class HttpParserTest {
    private final HttpParser parser = new HttpParser();

    private List<String> events(ParserScript script) {
        return http(script.runEveryWay(parser).events());
    }

    /** Without the files, of which {@link HttpFilesTest} speaks. */
    private static List<String> http(List<String> events) {
        return events.stream()
                .filter(event -> !event.startsWith("files@"))
                .map(event -> event.replaceAll(" (orig|resp)_(fuids|mime_types|filenames)=\\[[^]]*]", ""))
                .toList();
    }

    @Test
    void shouldPairRequestAndReplyWhereverTheyAreCut() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(
                        "POST /a%20b?q=1%2f2 HTTP/1.1\r\nHost: example.org:8080\r\nuser-agent:  Probe/1.0 \r\nReferer: http://r/\r\nOrigin: http://o\r\nContent-Length: 5\r\n\r\nhello")
                .resp("HTTP/1.1 200 OK\r\nContent-Length: 11\r\nSet-Cookie: secret=1\r\n\r\nhello world")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(http(outcome.events()))
                .containsExactly(
                        "http@1 trans_depth=1 method=POST host=example.org:8080 uri=/a b?q=1/2 referrer=http://r/ version=1.1"
                                + " user_agent=Probe/1.0 origin=http://o request_body_len=5 response_body_len=11 status_code=200 status_msg=OK");
    }

    @Test
    void shouldKeepPipelinedRepliesInOrder() {
        assertThat(events(ParserScript.tcp()
                        .orig(
                                "GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\nGET /4 HTTP/1.1\r\n\r\n")
                        .resp(
                                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")
                        .resp("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")))
                .satisfiesExactly(
                        e -> assertThat(e)
                                .startsWith("http@1 trans_depth=1 method=GET uri=/1")
                                .contains("response_body_len=3"),
                        e -> assertThat(e)
                                .startsWith("http@1 trans_depth=2 method=HEAD uri=/2")
                                .contains("response_body_len=0"),
                        e -> assertThat(e)
                                .startsWith("http@1 trans_depth=3 method=GET uri=/3")
                                .contains("status_code=304"),
                        e -> assertThat(e)
                                .startsWith("http@1 trans_depth=4 method=GET uri=/4")
                                .doesNotContain("status_code"));
    }

    @Test
    void shouldCountChunks() {
        assertThat(events(ParserScript.tcp()
                        .orig("GET / HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\n\r\n")
                        .resp(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
                        .resp("HTTP/1.1 204 No Content\r\n\r\n")))
                .satisfiesExactly(
                        e -> assertThat(e).contains("uri=/ ", "response_body_len=15"),
                        e -> assertThat(e).contains("uri=/next", "status_code=204"));
    }

    @Test
    void shouldTellTheLengthOfAGzippedBodyFromItsTrailer() throws IOException {
        byte[] content =
                "all work and no play makes a dull sensor. ".repeat(100).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        }
        byte[] body = zipped.toByteArray();
        String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n";
        assertThat(events(ParserScript.tcp()
                        .resp(head + "Content-Length: " + body.length + "\r\n\r\n")
                        .resp(body)
                        .resp(head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n")
                        .resp(body)
                        .resp("\r\n0\r\n\r\n")
                        .resp(head + "Content-Length: 9\r\n\r\nnot zippd")))
                .satisfiesExactly(
                        e -> assertThat(e).contains("response_body_len=" + content.length),
                        e -> assertThat(e).contains("response_body_len=" + content.length),
                        e -> assertThat(e).contains("response_body_len=9"));
        body[body.length - 1] = 127; // a length that cannot be true, and nobody can inflate it
        body[12] ^= 0x55;
        assertThat(events(ParserScript.tcp()
                        .resp(head + "Content-Length: " + body.length + "\r\n\r\n")
                        .resp(body)))
                .singleElement()
                .asString()
                .contains("response_body_len=" + body.length);
    }

    @Test
    void shouldReadABodyToTheEnd() {
        assertThat(events(ParserScript.tcp()
                        .orig("GET / HTTP/1.0\r\n\r\n")
                        .resp("HTTP/1.0 200 OK\r\n\r\nline\nline\n")
                        .gap(90)))
                .singleElement()
                .asString()
                .contains("response_body_len=100");
    }

    @Test
    void shouldKeepTheInformationalStatusApart() {
        assertThat(events(ParserScript.tcp()
                        .orig("PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                        .resp("HTTP/1.1 100 Continue\r\n\r\n")
                        .orig("abc")
                        .resp("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")))
                .singleElement()
                .asString()
                .endsWith(
                        "request_body_len=3 response_body_len=0 status_code=201 status_msg=Created info_code=100 info_msg=Continue");
    }

    @Test
    void shouldStopWhenTheConnectionBecomesATunnel() {
        ParserScript.Outcome connect = ParserScript.tcp()
                .orig("CONNECT host:443 HTTP/1.1\r\n\r\n")
                .resp("HTTP/1.1 200 Connection established\r\n\r\n")
                .orig("GET /not-for-us HTTP/1.1\r\n\r\n")
                .runEveryWay(parser);
        assertThat(connect.done()).isTrue();
        assertThat(connect.events()).singleElement().asString().contains("method=CONNECT", "status_code=200");
        ParserScript.Outcome upgrade = ParserScript.tcp()
                .orig("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
                .resp("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
                .resp(new byte[40])
                .runEveryWay(parser);
        assertThat(upgrade.done()).isTrue();
        assertThat(upgrade.events()).singleElement().asString().contains("status_code=101", "info_code=101");
    }

    @Test
    void shouldCountAGapInsideABody() {
        assertThat(events(ParserScript.tcp()
                        .orig("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n")
                        .resp("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
                        .gap(990)
                        .resp("1234567HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")))
                .satisfiesExactly(
                        e -> assertThat(e).contains("uri=/1", "response_body_len=1000", "status_code=200"),
                        e -> assertThat(e).contains("uri=/2", "status_code=404"));
    }

    @Test
    void shouldFindTheNextStartLineAfterAGap() {
        assertThat(events(ParserScript.tcp()
                        .orig("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
                        .resp("HTTP/1.1 200 OK\r\nConten")
                        .gap(5000)
                        .resp("rest of a body\nmore ")
                        .orig("GET /2 HTTP/1.1\r\nHo")
                        .gap(30)
                        .orig("GET /3 HTTP/1.1\r\n\r\n")
                        .resp("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")))
                .satisfiesExactly(
                        e -> assertThat(e).contains("uri=/1", "status_code=200"),
                        e -> assertThat(e).contains("uri=/2").doesNotContain("status_code"),
                        e -> assertThat(e).contains("uri=/3", "status_code=302"));
    }

    @Test
    void shouldLogTheRequestOfAOneWayMirror() {
        assertThat(events(ParserScript.tcp().orig("GET /admin HTTP/1.1\r\nHost: x\r\n\r\n")))
                .containsExactly(
                        "http@1 trans_depth=1 method=GET host=x uri=/admin request_body_len=0 response_body_len=0");
        assertThat(events(ParserScript.tcp().resp("HTTP/1.1 500 Oops\r\nContent-Length: 1\r\n\r\nx")))
                .containsExactly(
                        "http@1 trans_depth=1 version=1.1 request_body_len=0 response_body_len=1 status_code=500 status_msg=Oops");
    }

    @Test
    void shouldKeepTheUserNameAndNeverThePassword() {
        String credentials =
                java.util.Base64.getEncoder().encodeToString("alice:hunter2".getBytes(StandardCharsets.US_ASCII));
        assertThat(events(ParserScript.tcp()
                        .orig("GET / HTTP/1.1\r\nAuthorization: Basic " + credentials
                                + "\r\nCookie: session=hunter2\r\n\r\n")))
                .satisfiesExactly(
                        e -> assertThat(e).contains("username=alice").doesNotContain("hunter2"),
                        e -> assertThat(e)
                                .startsWith("identity")
                                .contains("user=alice")
                                .doesNotContain("hunter2"));
        assertThat(events(ParserScript.tcp().orig("GET / HTTP/1.1\r\nAuthorization: Basic aHVudGVyMg==\r\n\r\n")))
                .singleElement()
                .asString()
                .doesNotContain("username", "hunter2");
    }

    @Test
    void shouldListWhatProxiesAdd() {
        assertThat(events(ParserScript.tcp()
                        .orig("GET / HTTP/1.1\r\nVia: 1.1 squid\r\nX-Forwarded-For: 10.1.1.1\r\n\r\n")))
                .singleElement()
                .asString()
                .endsWith("proxied=[VIA -> 1.1 squid, X-FORWARDED-FOR -> 10.1.1.1]");
    }

    @Test
    void shouldPassOverALineThatIsTooLong() {
        String longLine = "X: " + "a".repeat(HttpSide.MAX_LINE) + "\r\n";
        ParserScript script = ParserScript.tcp().orig("GET / HTTP/1.1\r\n" + longLine + "Host: h\r\n\r\n");
        List<String> events = script.run(parser, ParserScript.Cuts.NONE, 0).events();
        assertThat(events)
                .satisfiesExactly(
                        e -> assertThat(e).contains("excessively_long_HTTP_line"),
                        e -> assertThat(e).contains("host=h"));
        assertThat(script.run(parser, ParserScript.Cuts.RANDOM, 1).events()).isEqualTo(events);
    }

    @Test
    void shouldLogTheOldestRequestWhenTooManyWait() {
        ParserScript script = ParserScript.tcp();
        for (int i = 0; i <= HttpPipeline.MAX_PENDING; i++) {
            script.orig("GET /" + i + " HTTP/1.1\r\n\r\n");
        }
        assertThat(script.run(parser))
                .hasSize(HttpPipeline.MAX_PENDING + 2)
                .first()
                .asString()
                .contains("HTTP_excessive_pipelining");
    }

    @Test
    void shouldLogTheOldestRequestWhenThoseThatWaitHoldMuchText() {
        ParserScript script = ParserScript.tcp();
        for (int i = 0; i < 10; i++) {
            script.orig("GET /" + "x".repeat(16_000) + " HTTP/1.1\r\n\r\n");
        }
        assertThat(script.resp("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").run(parser))
                .hasSize(11)
                .first()
                .asString()
                .contains("HTTP_excessive_pipelining");
    }

    @Test
    void shouldReportLengthsThatContradictEachOther() {
        assertThat(events(ParserScript.tcp()
                        .orig("POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")))
                .first()
                .asString()
                .contains("HTTP_content_length_and_chunked");
    }

    @Test
    void shouldRejectWhatIsNotHttp() {
        assertThat(ParserScript.tcp()
                        .orig("EHLO there\r\n")
                        .orig("\001\002\r\n")
                        .runEveryWay(parser)
                        .rejected())
                .isFalse(); // HTTP/0.9 by form
        assertThat(ParserScript.tcp().resp("220 ready\r\n").runEveryWay(parser).rejected())
                .isTrue();
    }

    @Test
    void shouldTellHttpByItsFirstLine() {
        assertThat(verdict("GET / HTTP/1.1\r\n", 4444)).isEqualTo(Verdict.YES);
        assertThat(verdict("BREW /pot HTTP/1.0\n", 4444)).isEqualTo(Verdict.YES);
        assertThat(verdict("HTTP/1.1 200", 4444)).isEqualTo(Verdict.YES);
        assertThat(verdict("GET / HT", 4444)).isEqualTo(Verdict.UNSURE);
        assertThat(verdict("HTTP/", 4444)).isEqualTo(Verdict.UNSURE);
        assertThat(verdict("GET /" + "a".repeat(1100), 4444)).isEqualTo(Verdict.YES); // too long to wait for its end
        assertThat(verdict("GET /" + "a".repeat(3000) + " HTTP/1.1\r\n", 4444)).isEqualTo(Verdict.YES);
        assertThat(verdict("A".repeat(1023) + " ", 4444)).isEqualTo(Verdict.UNSURE);
        assertThat(verdict("GET /old\r\n", 80)).isEqualTo(Verdict.YES);
        assertThat(verdict("GET /old\r\n", 4444)).isEqualTo(Verdict.NO);
        assertThat(verdict("OPTIONS sip:a SIP/2.0\r\n", 80)).isEqualTo(Verdict.NO);
        assertThat(verdict("PRI * HTTP/2.0\r\n", 80)).isEqualTo(Verdict.NO);
        assertThat(verdict("220 ready\r\n", 21)).isEqualTo(Verdict.NO);
        assertThat(verdict("\u0016\u0003\u0001", 443)).isEqualTo(Verdict.NO);
    }

    private static Verdict verdict(String text, int port) {
        ConnectionId connection = new ConnectionId();
        connection.respPort = port;
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return HttpProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, connection));
    }

    @Test
    void shouldTakeALengthThatNobodyCanSendForNone() {
        assertThat(ParserScript.tcp()
                        .orig("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551615\r\n\r\n"
                                + "GET /behind HTTP/1.1\r\nHost: h\r\n\r\n")
                        .runEveryWay(new HttpParser())
                        .events())
                .hasSize(2)
                .anyMatch(event -> event.contains("uri=/behind"));
    }

    @Test
    void shouldHideSecretsInUris() {
        assertThat(ParserScript.tcp()
                        .orig("GET /a?pass%77ord=x&y=1 HTTP/1.1\r\nReferer: http://a:b@h/?token=x\r\n ?token=y\r\n"
                                + "Origin: http://a:b@h\r\n\r\n")
                        .runEveryWay(new HttpParser())
                        .events())
                .singleElement()
                .asString()
                .contains(
                        "uri=/a?password=<hidden>&y=1",
                        "referrer=http://a:<hidden>@h/?token=<hidden> ",
                        "origin=http://a:<hidden>@h")
                .doesNotContain("token=y");
    }
}
