package io.auscult.core.protocol.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class HttpFuzzTest {
    private final HttpParser parser = new HttpParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 80).runEveryWay(parser);
        FuzzScript.probe(data, false, HttpProbe::probe);
    }
}
