package io.auscult.core.protocol.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import org.junit.jupiter.api.Test;

class FtpDataParserTest {
    private final FtpDataParser parser = new FtpDataParser();

    @Test
    void shouldTakeAllThatTheFirstSenderSendsForOneFile() {
        ParserScript.Outcome outcome =
                ParserScript.tcp().resp("a listing\n").resp("and so on").runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .singleElement()
                .asString()
                .contains("source=FTP_DATA", "is_orig=F seen_bytes=19", "mime_type=text/plain");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThat(ParserScript.tcp().orig("abc").gap(1000).orig("def").run(parser))
                .singleElement()
                .asString()
                .contains("is_orig=T seen_bytes=6", "missing_bytes=1000", "unhashed=gap");
    }
}
