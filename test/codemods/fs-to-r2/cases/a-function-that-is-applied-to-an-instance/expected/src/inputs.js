module.exports = {
  inputs: {
    connect: {
      async input(to) {
        await this.connect(to);
        return true;
      },
    },
    shout: {
      input: async function (to) {
        await this.connect(to.toUpperCase());
      },
    },
  },
};
