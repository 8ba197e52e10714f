package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/oauth"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// wayIn says how to come in: PEM texts, and what of an account the mechanism wants.
type wayIn struct {
	Bootstrap, Authority, Certificate, Key    string
	Mechanism, Username, Password, OAuthToken string
}

// secured sends a record and finds it there. Arguments: the file of a wayIn, a topic and a value.
func secured(file, topic, value string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var way wayIn
	if err := json.Unmarshal(text, &way); err != nil {
		return err
	}
	options, err := way.options()
	if err != nil {
		return err
	}
	from := map[string]map[int32]kgo.Offset{topic: {0: kgo.NewOffset().AtStart()}}
	client, err := kgo.NewClient(append(options, kgo.ConsumePartitions(from))...)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	// Without an answer to this a wrong password would be tried until the time is up.
	if err := client.Ping(ctx); err != nil {
		return err
	}
	if err := client.ProduceSync(ctx, &kgo.Record{Topic: topic, Value: []byte(value)}).FirstErr(); err != nil {
		return err
	}
	for ctx.Err() == nil {
		for _, record := range client.PollFetches(ctx).Records() {
			if string(record.Value) == value {
				return nil
			}
		}
	}
	return errors.New("the record did not come back")
}

func (w *wayIn) options() ([]kgo.Opt, error) {
	options := []kgo.Opt{kgo.SeedBrokers(w.Bootstrap)}
	if w.Authority != "" {
		config := &tls.Config{RootCAs: x509.NewCertPool()}
		config.RootCAs.AppendCertsFromPEM([]byte(w.Authority))
		if w.Certificate != "" {
			certificate, err := tls.X509KeyPair([]byte(w.Certificate), []byte(w.Key))
			if err != nil {
				return nil, err
			}
			config.Certificates = []tls.Certificate{certificate}
		}
		options = append(options, kgo.DialTLSConfig(config))
	}
	var mechanism sasl.Mechanism
	switch w.Mechanism {
	case "":
		return options, nil
	case "PLAIN":
		mechanism = plain.Auth{User: w.Username, Pass: w.Password}.AsMechanism()
	case "SCRAM-SHA-256":
		mechanism = scram.Auth{User: w.Username, Pass: w.Password}.AsSha256Mechanism()
	case "SCRAM-SHA-512":
		mechanism = scram.Auth{User: w.Username, Pass: w.Password}.AsSha512Mechanism()
	case "OAUTHBEARER":
		mechanism = oauth.Auth{Token: w.OAuthToken}.AsMechanism()
	default:
		return nil, errors.New("unknown mechanism " + w.Mechanism)
	}
	return append(options, kgo.SASL(mechanism)), nil
}
