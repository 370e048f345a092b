package main

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// The tests run the endpoint with the real SDK against the simulator. Start the simulator first,
// and set its variables in the environment. See README.md.
var simulator = os.Getenv("SCALEKIT_ENVIRONMENT_URL") + "/simulator"

// steer sends a command to the simulator.
func steer(t *testing.T, command, body string) {
	t.Helper()
	answer, err := http.Post(simulator+"/"+command, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the simulator answered %s to %s", answer.Status, command)
	}
}

// mintedFor returns the organization of each minted link.
func mintedFor(t *testing.T) []string {
	t.Helper()
	answer, err := http.Get(simulator)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var state struct {
		Links []struct{ OrganizationID string }
	}
	if err := json.NewDecoder(answer.Body).Decode(&state); err != nil {
		t.Fatal(err)
	}
	organizations := make([]string, len(state.Links))
	for i, link := range state.Links {
		organizations[i] = link.OrganizationID
	}
	return organizations
}

// visit starts the product, signs the user in, and returns a function that requests a link.
// Its argument is the value of Sec-Fetch-Site.
func visit(t *testing.T, username string) (ask func(site string) (status int, body string)) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	app, err := newApp()
	if err != nil {
		t.Fatalf("%v: start the simulator and hand its variables over, see README.md", err)
	}
	steer(t, "reset", "{}")
	product := httptest.NewServer(app.router("no script"))
	t.Cleanup(product.Close)
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar}
	send := func(path, site string, form url.Values) (int, string) {
		request, _ := http.NewRequest("POST", product.URL+path, strings.NewReader(form.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", site)
		answer, err := browser.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if cached := answer.Header.Get("Cache-Control"); cached != "no-store" {
			t.Errorf("%s is %q, not no-store", path, cached)
		}
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(body)
	}
	if username != "" {
		send("/login", "same-origin", url.Values{"username": {username}, "password": {username}})
	}
	return func(site string) (int, string) { return send("/api/portal-link", site, nil) }
}

func TestAdministratorGetsALinkOfTheirOrganization(t *testing.T) {
	status, body := visit(t, "ada")("same-origin")
	var answer struct{ Location string }
	if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	portal, err := http.Get(answer.Location)
	if err != nil || portal.StatusCode != http.StatusOK {
		t.Errorf("the link opens no portal: %v %v", portal, err)
	}
	organizations := mintedFor(t)
	if len(organizations) != 1 || organizations[0] != os.Getenv("SCALEKIT_ORGANIZATION_ID") {
		t.Errorf("minted for %v", organizations)
	}
}

func TestOthersGetNone(t *testing.T) {
	for _, test := range []struct {
		who, username, site string
		status              int
	}{
		{"a stranger", "", "same-origin", http.StatusUnauthorized},
		{"a member", "mel", "same-origin", http.StatusForbidden},
		{"a page of another site", "ada", "cross-site", http.StatusForbidden},
	} {
		t.Run(test.who, func(t *testing.T) {
			if status, body := visit(t, test.username)(test.site); status != test.status {
				t.Errorf("%d %s", status, body)
			}
			if organizations := mintedFor(t); len(organizations) != 0 {
				t.Errorf("minted for %v", organizations)
			}
		})
	}
}

func TestFailureSaysNothingOfWhy(t *testing.T) {
	ask := visit(t, "ada")
	var said strings.Builder
	log.SetOutput(&said)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	steer(t, "fail-next-link", `{"status": 503}`)
	status, body := ask("same-origin")
	if status != http.StatusBadGateway || body != `{"error":"The portal cannot be reached."}` {
		t.Errorf("%d %s", status, body)
	}
	if !strings.Contains(said.String(), "*connect.Error unavailable") {
		t.Errorf("the log does not say why: %s", said.String())
	}
	if strings.Contains(said.String(), os.Getenv("SCALEKIT_CLIENT_SECRET")) {
		t.Error("the log has the secret")
	}
	if status, body := ask("same-origin"); status != http.StatusOK {
		t.Errorf("it does not go on: %d %s", status, body)
	}
}
