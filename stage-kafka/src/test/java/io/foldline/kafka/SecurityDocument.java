package io.foldline.kafka;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** What {@code docs/security.md} says, to be done by tests. */
record SecurityDocument(String text) {
    private static final String ALLOW = "allow ";
    private static final Map<String, ResourceType> RESOURCES = Map.of(
            "--topic", ResourceType.TOPIC,
            "--group", ResourceType.GROUP,
            "--transactional-id", ResourceType.TRANSACTIONAL_ID);

    static SecurityDocument read() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("docs/security.md"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IOException("expected docs/security.md above the working folder, found none");
        }
        return new SecurityDocument(Files.readString(folder.resolve("docs/security.md")));
    }

    /** The properties of the client or of a broker, whichever names {@code key}. */
    Map<String, String> properties(String key) throws IOException {
        for (String block : blocks("properties")) {
            Properties properties = new Properties();
            properties.load(new StringReader(block));
            if (properties.containsKey(key)) {
                Map<String, String> map = new HashMap<>();
                properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
                return map;
            }
        }
        throw new IOException("no properties with " + key);
    }

    /** What the commands of {@code kafka-acls} allow. */
    List<AclBinding> rights() {
        return blocks("bash").stream()
                .flatMap(block -> block.replace("\\\n", " ").lines())
                .filter(line -> line.startsWith(ALLOW))
                .flatMap(line -> rights(line.substring(ALLOW.length())).stream())
                .toList();
    }

    private static List<AclBinding> rights(String command) {
        List<String> principals = new ArrayList<>();
        List<AclOperation> operations = new ArrayList<>();
        Map<String, ResourceType> resources = new HashMap<>();
        PatternType pattern = PatternType.LITERAL;
        List<String> words = List.of(command.strip().split(" +"));
        for (int i = 0; i < words.size(); i += 2) {
            String value = words.get(i + 1);
            switch (words.get(i)) {
                case "--allow-principal" -> principals.add(value);
                case "--operation" -> operations.add(SecurityUtils.operation(value));
                case "--resource-pattern-type" -> pattern = PatternType.valueOf(value.toUpperCase(Locale.ROOT));
                default -> resources.put(value, RESOURCES.get(words.get(i)));
            }
        }
        List<AclBinding> rights = new ArrayList<>();
        for (Map.Entry<String, ResourceType> resource : resources.entrySet()) {
            for (String principal : principals) {
                for (AclOperation operation : operations) {
                    rights.add(new AclBinding(
                            new ResourcePattern(resource.getValue(), resource.getKey(), pattern),
                            new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
                }
            }
        }
        return rights;
    }

    private List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\\n(.*?)\\n```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
