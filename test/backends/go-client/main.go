// The real Go SDK as a program: each line on standard input is a command in JSON, and each line on
// standard output has its outcomes.
//
// {"client": [environmentURL, clientID, clientSecret]} creates the client for later commands.
// {"link": organizationID, "times": 2} requests links at the same time. Default: one link.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"sync"

	"connectrpc.com/connect"
	"github.com/scalekit-inc/scalekit-sdk-go/v2"
)

type command struct {
	Client []string
	Link   string
	Times  int
}

type outcome struct {
	Location string `json:"location,omitempty"`
	// The type of the error, and its fields.
	Error  string `json:"error,omitempty"`
	Code   string `json:"code,omitempty"`
	Status int    `json:"status,omitempty"`
	Text   string `json:"text,omitempty"`
}

func mint(client scalekit.Scalekit, organizationID string) outcome {
	link, err := client.Organization().GeneratePortalLink(context.Background(), organizationID)
	if err == nil {
		return outcome{Location: link.Location}
	}
	failed := outcome{Error: fmt.Sprintf("%T", err), Text: err.Error()}
	var grpc *connect.Error
	if errors.As(err, &grpc) {
		failed.Code = grpc.Code().String()
	}
	var http *scalekit.Error
	if errors.As(err, &http) {
		failed.Status = http.StatusCode
	}
	return failed
}

func main() {
	var client scalekit.Scalekit
	commands, outcomes := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		given := command{Times: 1}
		if err := commands.Decode(&given); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		answers := []outcome{}
		if len(given.Client) == 3 {
			client = scalekit.NewScalekitClient(given.Client[0], given.Client[1], given.Client[2])
		} else {
			answers = make([]outcome, given.Times)
			var calls sync.WaitGroup
			for i := range answers {
				calls.Go(func() { answers[i] = mint(client, given.Link) })
			}
			calls.Wait()
		}
		if err := outcomes.Encode(answers); err != nil {
			log.Fatal(err)
		}
	}
}
