package io.auscult.core.protocol.ftp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class FtpFuzzTest {
    private final FtpParser parser = new FtpParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 21).runEveryWay(parser);
        FuzzScript.probe(data, false, FtpProbe::probe);
    }
}
