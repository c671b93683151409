package io.auscult.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A syslog message read as strictly as RFC 5424, CEF and LEEF are written. */
record ParsedMessage(
        int priority,
        String timestamp,
        String host,
        String application,
        String messageId,
        Map<String, Map<String, String>> elements,
        String text) {
    private static final Pattern HEADER = Pattern.compile(
            "<(\\d{1,3})>1 (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) ");
    private static final Pattern PARAMETER =
            Pattern.compile(" ([!-~&&[^=\"\\]]]{1,32})=\"((?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*)\"");
    private static final Pattern CEF_KEY = Pattern.compile("(?:^| )([A-Za-z0-9]+)=");

    static ParsedMessage of(byte[] bytes) {
        String all;
        try {
            all = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
        Matcher header = HEADER.matcher(all);
        assertThat(header.lookingAt()).as(all).isTrue();
        assertThat(header.group(5)).isEqualTo("-");
        Map<String, Map<String, String>> elements = new LinkedHashMap<>();
        int at = header.end();
        while (all.charAt(at) == '[') {
            int nameEnd = all.indexOf(' ', at);
            Map<String, String> parameters = new LinkedHashMap<>();
            Matcher parameter = PARAMETER.matcher(all);
            int next = nameEnd;
            while (parameter.region(next, all.length()).lookingAt()) {
                parameters.put(parameter.group(1), parameter.group(2).replaceAll("\\\\(.)", "$1"));
                next = parameter.end();
            }
            assertThat(all.charAt(next)).as(all.substring(0, next + 1)).isEqualTo(']');
            elements.put(all.substring(at + 1, nameEnd), parameters);
            at = next + 1;
        }
        assertThat(all.charAt(at)).isEqualTo(' ');
        return new ParsedMessage(
                Integer.parseInt(header.group(1)),
                header.group(2),
                header.group(3),
                header.group(4),
                header.group(6),
                elements,
                all.substring(at + 1));
    }

    String parameter(String name) {
        return elements.get(SyslogMessage.ELEMENT).getOrDefault(name, "");
    }

    /** The header under {@code 0} to {@code 6}, then the extension by its keys. */
    Map<String, String> cef() {
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder field = new StringBuilder();
        int at = 0;
        while (fields.size() < 7) {
            char c = text.charAt(at++);
            if (c == '\\') {
                assertThat(text.charAt(at)).isIn('\\', '|');
                field.append(text.charAt(at++));
            } else if (c == '|') {
                fields.put(Integer.toString(fields.size()), field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        String extension = text.substring(at);
        Matcher key = CEF_KEY.matcher(extension);
        String name = "";
        int begin = 0;
        while (key.find()) {
            if (!name.isEmpty()) {
                put(fields, name, extension.substring(begin, key.start()));
            }
            name = key.group(1);
            begin = key.end();
        }
        put(fields, name, extension.substring(begin));
        return fields;
    }

    private static void put(Map<String, String> fields, String key, String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            assertThat(c).as(value).isNotEqualTo('=');
            if (c == '\\') {
                char next = value.charAt(++i);
                assertThat(next).as(value).isIn('\\', '=', 'n');
                plain.append(next == 'n' ? '\n' : next);
            } else {
                plain.append(c);
            }
        }
        assertThat(fields.put(key, plain.toString())).as("one " + key).isNull();
    }

    /** The header under {@code 0} to {@code 5}, then the attributes by their keys. */
    Map<String, String> leef() {
        Map<String, String> fields = new LinkedHashMap<>();
        String[] parts = text.split("\\|", 7);
        for (int i = 0; i < 6; i++) {
            fields.put(Integer.toString(i), parts[i]);
        }
        for (String attribute : parts[6].split("\t")) {
            int equals = attribute.indexOf('=');
            assertThat(fields.put(attribute.substring(0, equals), attribute.substring(equals + 1)))
                    .as(attribute)
                    .isNull();
        }
        return fields;
    }
}
