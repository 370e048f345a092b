// A product's settings page with the admin portal: Gin, its sessions, and Scalekit's Go SDK.
package main

import (
	"cmp"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/cookie"
	"github.com/gin-gonic/gin"
	"github.com/scalekit-inc/scalekit-sdk-go/v2"
	"golang.org/x/crypto/bcrypt"
)

//go:embed templates
var templates embed.FS

type user struct {
	passwordHash   string
	isAdmin        bool
	organizationID string
}

type app struct {
	scalekit     scalekit.Scalekit
	portalOrigin string
	users        map[string]user
}

func newApp() (*app, error) {
	names := []string{"ENVIRONMENT_URL", "CLIENT_ID", "CLIENT_SECRET", "ORGANIZATION_ID"}
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = os.Getenv("SCALEKIT_" + name)
		if values[i] == "" {
			return nil, fmt.Errorf("SCALEKIT_%s is not set", name)
		}
	}
	environment, err := url.Parse(values[0])
	if err != nil || environment.Host == "" {
		return nil, errors.New("SCALEKIT_ENVIRONMENT_URL is not a URL")
	}
	return &app{
		scalekit:     scalekit.NewScalekitClient(values[0], values[1], values[2]),
		portalOrigin: environment.Scheme + "://" + environment.Host,
		users: map[string]user{ // Replace with your own users. Here, the passwords are the names.
			"ada": {"$2a$10$QNNWHXITP2CWAx9bt9P6.efPmxsdQtZ00/XHbniQoAAN3oDzxWOYa", true, values[3]},
			"mel": {"$2a$10$xHDVea34DAE2SLQ2lGFr1uWxnX8Vh7FmuRCCHWEFy/bQZ6V/36efu", false, values[3]},
		},
	}, nil
}

func (a *app) router(portalScript string) *gin.Engine {
	// In production: a key that survives a restart, and Secure.
	store := cookie.NewStore([]byte(rand.Text() + rand.Text()))
	store.Options(sessions.Options{Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})

	router := gin.Default()
	_ = router.SetTrustedProxies(nil) // Behind a proxy, set its address.
	router.SetHTMLTemplate(template.Must(template.ParseFS(templates, "templates/*.html")))
	router.StaticFile("/scalekit-admin-portal.min.js", portalScript)
	router.Use(noStore, refuseOtherOrigins(), sessions.Sessions("session", store))
	router.GET("/login", a.loginPage)
	router.POST("/login", a.login)
	router.GET("/settings", a.settings)
	router.POST("/api/portal-link", a.portalLink)

	return router
}

// signedIn returns the user who sent the request, or nil.
func (a *app) signedIn(c *gin.Context) *user {
	name, _ := sessions.Default(c).Get("username").(string)
	if user, isKnown := a.users[name]; isKnown {
		return &user
	}
	return nil
}

func (a *app) loginPage(c *gin.Context) {
	c.HTML(http.StatusOK, "login.html", gin.H{})
}

func (a *app) login(c *gin.Context) {
	name, password := c.PostForm("username"), c.PostForm("password")
	user, isKnown := a.users[name]
	// An unknown name takes as long as a wrong password.
	hash := cmp.Or(user.passwordHash, a.users["ada"].passwordHash)
	isRight := bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) == nil
	if !isKnown || !isRight {
		c.HTML(http.StatusUnauthorized, "login.html", gin.H{"username": name, "isWrong": true})
		return
	}
	session := sessions.Default(c)
	session.Set("username", name)
	if err := session.Save(); err != nil {
		log.Printf("No session: %v", err)
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Redirect(http.StatusSeeOther, "/settings")
}

func (a *app) settings(c *gin.Context) {
	user := a.signedIn(c)
	if user == nil {
		c.Redirect(http.StatusFound, "/login")
		return
	}
	c.Header("Content-Security-Policy", "default-src 'self'; frame-src "+a.portalOrigin)
	status := http.StatusOK
	if !user.isAdmin {
		status = http.StatusForbidden
	}
	c.HTML(status, "settings.html", gin.H{"isAdmin": user.isAdmin})
}

func main() {
	app, err := newApp()
	if err != nil {
		log.Fatal(err)
	}
	script := cmp.Or(os.Getenv("PORTAL_SCRIPT"), "../../../dist/scalekit-admin-portal.min.js")
	if _, err := os.Stat(script); err != nil {
		log.Fatalf("The element is not at %s: name its file in PORTAL_SCRIPT", script)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+cmp.Or(os.Getenv("PORT"), "8080"))
	if err != nil {
		log.Fatal(err)
	}
	server := http.Server{Handler: app.router(script), ReadHeaderTimeout: 10 * time.Second}
	fmt.Printf("http://localhost:%d/settings\n", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(server.Serve(listener))
}
