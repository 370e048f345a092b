package com.example.portal;

import com.example.portal.SecurityConfiguration.AppUser;
import com.scalekit.ScalekitClient;
import com.scalekit.exceptions.APIException;
import com.scalekit.grpc.scalekit.v1.organizations.Feature;
import com.scalekit.grpc.scalekit.v1.organizations.Link;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
class PortalController {
    private static final Logger LOG = LoggerFactory.getLogger(PortalController.class);

    /** The features of a link, by section. Without a section, a link has all features of the organization. */
    private static final Map<String, List<Feature>> SECTIONS =
            Map.of("", List.of(), "sso", List.of(Feature.sso), "dir_sync", List.of(Feature.dir_sync));

    private final ScalekitClient scalekit;
    private final Resource script;

    PortalController(ScalekitClient scalekit, @Value("${portal.script}") String script) {
        this.scalekit = scalekit;
        this.script = new FileSystemResource(script);
    }

    @GetMapping("/settings")
    String settings(Model model) {
        model.addAttribute("endpoint", "/api/portal-link");
        return "settings";
    }

    @GetMapping("/settings/{section:sso|dir_sync}")
    String settings(@PathVariable String section, Model model) {
        model.addAttribute("endpoint", "/api/portal-link?section=" + section);
        return "settings";
    }

    @PostMapping("/api/portal-link")
    ResponseEntity<Map<String, String>> portalLink(
            @AuthenticationPrincipal AppUser user, @RequestParam(defaultValue = "") String section) {
        List<Feature> features = SECTIONS.get(section);
        if (features == null) {
            return answer(400, "error", "There is no such section.");
        }
        try {
            Link link = scalekit.organizations().generatePortalLink(user.getOrganizationId(), features);
            return answer(200, "location", link.getLocation());
        } catch (RuntimeException failure) {
            LOG.error("Scalekit gave no link: {}", describe(failure));
            return answer(502, "error", "The admin portal is not available at the moment.");
        }
    }

    @GetMapping(path = "/scalekit-admin-portal.min.js", produces = "text/javascript")
    @ResponseBody
    Resource script() {
        return script;
    }

    private static ResponseEntity<Map<String, String>> answer(int status, String name, String value) {
        return ResponseEntity.status(status).cacheControl(CacheControl.noStore()).body(Map.of(name, value));
    }

    /** Only types and codes: the messages quote Scalekit's answers, which may contain secrets. */
    private static String describe(Throwable failure) {
        String kinds = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> cause.getClass().getSimpleName())
                .collect(Collectors.joining(" <- "));
        return failure instanceof APIException api
                ? "%s, gRPC status %d, error code %s"
                        .formatted(kinds, api.getGrpcStatusCode(), api.getScalekitErrorCode())
                : kinds;
    }
}
